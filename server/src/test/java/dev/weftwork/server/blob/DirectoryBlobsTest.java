package dev.weftwork.server.blob;

import dev.weftwork.server.storage.BlobStorage;

final class DirectoryBlobsTest extends BlobStorageContract {
    @Override
    BlobStorage open() {
        return DirectoryBlobs.at(directory.resolve("blobs"));
    }
}
