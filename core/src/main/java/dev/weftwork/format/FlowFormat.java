package dev.weftwork.format;

/** The families of documents that are read into nodes and edges. */
public enum FlowFormat {
    /** Nodes, edges and a viewport side by side, as React Flow serialises them. */
    REACT_FLOW("reactflow"),
    /** The same inside a member {@code data}. */
    LANGFLOW("langflow"),
    /** JSON Canvas 1.0. */
    JSON_CANVAS("jsoncanvas"),
    /** ComfyUI's editor format 0.4, links as tuples. */
    COMFYUI("comfyui"),
    /** ComfyUI's editor format 1.0, links as objects. */
    COMFYUI_1("comfyui-1"),
    /** ComfyUI's format for execution: a map of nodes, links among their inputs. */
    COMFYUI_API("comfyui-api"),
    /** n8n: links in a map by the name or the id of the node that they leave. */
    N8N("n8n"),
    /** Node-RED: one flat array, links in the nodes. */
    NODE_RED("node-red"),
    /** Sim: blocks in a map, edges in a list. */
    SIM("sim");

    private final String label;

    FlowFormat(String label) {
        this.label = label;
    }

    /**
     * The name that stands in stored workflows.
     *
     * @return a short name in lower case
     */
    public String label() {
        return label;
    }
}
