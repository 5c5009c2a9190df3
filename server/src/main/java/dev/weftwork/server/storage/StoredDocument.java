package dev.weftwork.server.storage;

/**
 * A document of a workflow, as somebody received or sent it.
 *
 * @param number names it within the workflow; 0 while it is not stored
 * @param version the version of the workflow that it shows, or 0 if it never was what a version showed
 * @param seen the number of the workspace's last operation that whoever has it knows of
 * @param names what its nodes and edges are called in the workflow, as JSON
 * @param body its text
 */
public record StoredDocument(long number, long version, long seen, String names, String body) {}
