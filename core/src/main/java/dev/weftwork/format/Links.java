package dev.weftwork.format;

/** How a family spells its links. */
sealed interface Links {
    /**
     * What one link looks like.
     *
     * @return its place
     */
    Place link();

    /** A list of links beside the nodes. */
    record Listed(Place link) implements Links {}

    /** Each node has an array of links for each of its ports. */
    record Wired(Place link) implements Links {}

    /** A map from each node's name or id to its arrays of links. */
    record Connected(Place link, Place outputs) implements Links {}

    /** A link stands among the settings of the node that it enters, under the port's name. */
    record Inputs(Place link) implements Links {}
}
