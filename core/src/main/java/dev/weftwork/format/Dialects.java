package dev.weftwork.format;

import static dev.weftwork.format.Place.SETTING;
import static dev.weftwork.format.Place.UNKNOWN;
import static dev.weftwork.format.Place.either;
import static dev.weftwork.format.Place.items;
import static dev.weftwork.format.Place.members;
import static dev.weftwork.format.Place.number;

import dev.weftwork.format.Place.Members;
import dev.weftwork.graph.Json;
import java.util.List;

/** The families that are known. Members stand in the order in which a new node or link is written. */
final class Dialects {
    private static final Members VIEWPORT =
            members(UNKNOWN).with("x", Slot.VIEW_X).with("y", Slot.VIEW_Y).with("zoom", Slot.ZOOM);

    private static final Members POSITION = members(UNKNOWN).with("x", Slot.X).with("y", Slot.Y);

    private static final Members EXTENT =
            members(UNKNOWN).with("width", Slot.WIDTH).with("height", Slot.HEIGHT);

    private static final Members GRAPH =
            members(UNKNOWN).with("nodes", Slot.NODES).with("edges", Slot.EDGES).with("viewport", VIEWPORT);

    /** A set size comes before a measured one, and the newer name of a parent before the older. */
    private static final Members FLOW_NODE = members(UNKNOWN)
            .with("id", Slot.ID)
            .with("type", Slot.TYPE)
            .with("position", POSITION)
            .with("data", members(SETTING).with("label", Slot.TITLE).require())
            .with("parentId", Slot.PARENT)
            .with("parentNode", Slot.PARENT)
            .with("width", Slot.WIDTH)
            .with("height", Slot.HEIGHT)
            .with("measured", EXTENT)
            .with("style", EXTENT);

    private static final Members FLOW_EDGE = members(UNKNOWN)
            .with("id", Slot.ID)
            .with("source", Slot.SOURCE)
            .with("sourceHandle", Slot.SOURCE_HANDLE)
            .with("target", Slot.TARGET)
            .with("targetHandle", Slot.TARGET_HANDLE)
            .with("type", Slot.TYPE);

    private static final Dialect REACT_FLOW = new Dialect(
            FlowFormat.REACT_FLOW,
            new Members(GRAPH.with("name", Slot.NAME).known(), UNKNOWN, false),
            FLOW_NODE,
            new Links.Listed(FLOW_EDGE));

    private static final Dialect LANGFLOW = new Dialect(
            FlowFormat.LANGFLOW,
            members(UNKNOWN).with("data", GRAPH).with("name", Slot.NAME),
            FLOW_NODE,
            new Links.Listed(FLOW_EDGE));

    private static final Dialect JSON_CANVAS = new Dialect(
            FlowFormat.JSON_CANVAS,
            members(UNKNOWN).with("nodes", Slot.NODES).with("edges", Slot.EDGES),
            members(UNKNOWN)
                    .with("id", Slot.ID)
                    .with("type", Slot.TYPE)
                    .with("x", Slot.X)
                    .with("y", Slot.Y)
                    .with("width", Slot.WIDTH)
                    .with("height", Slot.HEIGHT)
                    .with("label", Slot.TITLE)
                    .with("text", SETTING)
                    .with("file", SETTING)
                    .with("subpath", SETTING)
                    .with("url", SETTING)
                    .with("color", SETTING)
                    .with("background", SETTING)
                    .with("backgroundStyle", SETTING),
            new Links.Listed(members(UNKNOWN)
                    .with("id", Slot.ID)
                    .with("fromNode", Slot.SOURCE)
                    .with("fromSide", Slot.SOURCE_HANDLE)
                    .with("toNode", Slot.TARGET)
                    .with("toSide", Slot.TARGET_HANDLE)));

    private static final Members COMFYUI_NODE = members(UNKNOWN)
            .with("id", number(Slot.ID))
            .with("type", Slot.TYPE)
            .with("pos", pair(Slot.X, Slot.Y))
            .with("size", pair(Slot.WIDTH, Slot.HEIGHT))
            .with("flags", constant("{}"))
            .with("order", constant("0"))
            .with("mode", constant("0"))
            .with("title", Slot.TITLE)
            .with("properties", SETTING)
            .with("widgets_values", SETTING);

    private static final Members COMFYUI_DOCUMENT = members(UNKNOWN)
            .with("nodes", Slot.NODES)
            .with("links", Slot.EDGES)
            .with(
                    "extra",
                    members(UNKNOWN)
                            .with(
                                    "ds",
                                    members(UNKNOWN)
                                            .with("scale", Slot.ZOOM)
                                            .with("offset", pair(Slot.VIEW_X, Slot.VIEW_Y))));

    private static final Dialect COMFYUI = new Dialect(
            FlowFormat.COMFYUI,
            COMFYUI_DOCUMENT,
            COMFYUI_NODE,
            new Links.Listed(
                    items(Slot.ID, Slot.SOURCE, Slot.SOURCE_HANDLE, Slot.TARGET, Slot.TARGET_HANDLE, Slot.TYPE)),
            false,
            true);

    private static final Dialect COMFYUI_1 = new Dialect(
            FlowFormat.COMFYUI_1,
            COMFYUI_DOCUMENT,
            COMFYUI_NODE,
            new Links.Listed(members(UNKNOWN)
                    .with("id", number(Slot.ID))
                    .with("origin_id", number(Slot.SOURCE))
                    .with("origin_slot", number(Slot.SOURCE_HANDLE))
                    .with("target_id", number(Slot.TARGET))
                    .with("target_slot", number(Slot.TARGET_HANDLE))
                    .with("type", Slot.TYPE)),
            false,
            true);

    private static final Dialect COMFYUI_API = new Dialect(
            FlowFormat.COMFYUI_API,
            new Place.Field(Slot.NODES, false),
            members(UNKNOWN)
                    .with(
                            "inputs",
                            members(either(new Place.Field(Slot.LINK, false), SETTING))
                                    .require())
                    .with("class_type", Slot.TYPE)
                    .with("_meta", members(UNKNOWN).with("title", Slot.TITLE)),
            new Links.Inputs(new Place.Items(List.of(new Place.Field(Slot.SOURCE, false), number(Slot.SOURCE_HANDLE)))),
            true,
            false);

    private static final Dialect N8N = new Dialect(
            FlowFormat.N8N,
            members(UNKNOWN).with("name", Slot.NAME).with("nodes", Slot.NODES).with("connections", Slot.EDGES),
            members(UNKNOWN)
                    .with("parameters", members(SETTING).require())
                    .with("id", Slot.ID)
                    .with("name", Slot.TITLE)
                    .with("type", Slot.TYPE)
                    .with("typeVersion", constant("1"))
                    .with("position", items(Slot.X, Slot.Y)),
            new Links.Connected(
                    members(UNKNOWN)
                            .with("node", Slot.TARGET)
                            .with("type", Slot.TARGET_PORT)
                            .with("index", number(Slot.TARGET_INDEX)),
                    members(either(Place.PORTS, Place.KEPT))));

    private static final Dialect NODE_RED = new Dialect(
            FlowFormat.NODE_RED,
            new Place.Field(Slot.NODES, false),
            members(SETTING)
                    .with("id", Slot.ID)
                    .with("type", Slot.TYPE)
                    .with("z", Slot.PARENT)
                    .with("name", Slot.TITLE)
                    .with("label", Slot.TITLE)
                    .with("x", Slot.X)
                    .with("y", Slot.Y)
                    .with("w", Slot.WIDTH)
                    .with("h", Slot.HEIGHT)
                    .with("wires", Place.PORTS),
            new Links.Wired(new Place.Field(Slot.TARGET, false)));

    private static final Dialect SIM = new Dialect(
            FlowFormat.SIM,
            members(UNKNOWN)
                    .with(
                            "state",
                            members(UNKNOWN)
                                    .with("blocks", Slot.NODES)
                                    .with("edges", Slot.EDGES)
                                    .with("metadata", members(UNKNOWN).with("name", Slot.NAME))),
            members(UNKNOWN)
                    .with("id", Slot.ID)
                    .with("type", Slot.TYPE)
                    .with("name", Slot.TITLE)
                    .with("position", POSITION)
                    .with("enabled", constant("true"))
                    .with("subBlocks", members(SETTING).require())
                    .with("outputs", constant("{}"))
                    .with("data", members(UNKNOWN).with("parentId", Slot.PARENT)),
            new Links.Listed(FLOW_EDGE),
            true,
            false);

    /** All of them; the first one is for workflows that were born here. */
    static final List<Dialect> ALL =
            List.of(REACT_FLOW, LANGFLOW, JSON_CANVAS, COMFYUI, COMFYUI_1, COMFYUI_API, N8N, NODE_RED, SIM);

    private Dialects() {}

    /** Two numbers as an array, or as an object with the keys 0 and 1, which is how typed arrays are serialised. */
    private static Place pair(Slot first, Slot second) {
        return either(items(first, second), members(UNKNOWN).with("0", first).with("1", second));
    }

    private static Place constant(String json) {
        return new Place.Constant(Json.parse(json));
    }
}
