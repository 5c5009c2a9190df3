package dev.weftwork.sqlite;

import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks at a file and its directory before SQLite does, to say what is wrong rather than that something is. */
final class Place {
    private static final Set<String> NETWORK = Set.of(
            "nfs",
            "nfs3",
            "nfs4",
            "cifs",
            "smb",
            "smb2",
            "smb3",
            "smbfs",
            "afpfs",
            "afs",
            "ncpfs",
            "webdav",
            "davfs",
            "9p",
            "ceph",
            "glusterfs",
            "lustre",
            "fuse.sshfs",
            "sshfs",
            "fuse.glusterfs",
            "fuse.s3fs",
            "fuse.rclone",
            "fuse.davfs2");

    private Place() {}

    /** Makes the directory if need be and checks that a database may lie in it. */
    static void prepare(Path file, boolean readOnly) {
        Path directory = directory(file);
        try {
            if (!readOnly) {
                Files.createDirectories(directory);
            }
            if (readOnly && !Files.exists(file)) {
                throw new StorageException(
                        Kind.READ_ONLY, file + " does not exist and is not made read-only", "Name an existing file");
            }
            requireLocal(file, Files.getFileStore(directory).type());
        } catch (IOException e) {
            throw notWritable(file, e);
        }
        if (!readOnly && !(Files.isWritable(directory) && (!Files.exists(file) || Files.isWritable(file)))) {
            throw notWritable(file, null);
        }
    }

    static Path directory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new StorageException(Kind.UNSUPPORTED, file + " is no file", "Name a file in a directory");
        }
        return directory;
    }

    /** The write-ahead log needs memory that is shared by all who have the file open: one machine. */
    static void requireLocal(Path file, String fileSystemType) {
        if (isNetwork(fileSystemType) || file.toString().startsWith("\\\\")) {
            throw new StorageException(
                    Kind.UNSUPPORTED,
                    file + " lies on a network file system (" + fileSystemType + "), where SQLite cannot keep it safe",
                    "Choose a directory on a disk of this machine");
        }
    }

    static boolean isNetwork(String fileSystemType) {
        return NETWORK.contains(fileSystemType.toLowerCase(Locale.ROOT));
    }

    private static StorageException notWritable(Path file, @Nullable IOException cause) {
        return new StorageException(
                Kind.READ_ONLY,
                file + " or its directory cannot be written" + (cause == null ? "" : " (" + cause + ")"),
                "Give this user the right to write there, choose another place, or open it with readOnly()",
                cause);
    }
}
