package io.berth.localcluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary folder, readable by this user only. {@link #close()} removes it. One whose process was killed is removed by the
 * next {@link #create}: a lock in it, which no process can leave behind, tells the dead from the living.
 */
final class ScratchFolder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);
    private static final String PREFIX = "berth-cluster-";
    private static final String LOCK = ".in-use";
    /** Has the id of the process that made the folder. */
    private static final String OWNER = ".owner";
    /** Longer than anyone needs between making a folder and locking it. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel lockFile;

    private ScratchFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    static ScratchFolder create() {
        return create(Path.of(System.getProperty("java.io.tmpdir")), Instant.now());
    }

    static ScratchFolder create(Path parent, Instant now) {
        removeAbandoned(parent, now);
        try {
            Path path = Files.createTempDirectory(parent, PREFIX);
            Files.writeString(path.resolve(OWNER), ownId());
            FileChannel lockFile =
                    FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lockFile.lock();
            return new ScratchFolder(path, lockFile);
        } catch (IOException e) {
            throw new ClusterStartException("Cannot make a temporary folder in " + parent + ": " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (lockFile) {
            remove(path);
        } catch (IOException e) {
            LOG.warn("Could not remove the temporary folder {}: {}", path, e.toString());
        }
    }

    private static void removeAbandoned(Path parent, Instant now) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path folder : folders) {
                removeIfAbandoned(folder, now);
            }
        } catch (IOException e) {
            LOG.debug("Could not look for abandoned folders in {}", parent, e);
        }
    }

    private static void removeIfAbandoned(Path folder, Instant now) {
        Path lock = folder.resolve(LOCK);
        try {
            if (!Files.isWritable(lock)
                    || isOwn(folder)
                    || Files.getLastModifiedTime(lock).toInstant().isAfter(now.minus(GRACE))) {
                return;
            }
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                    FileLock held = channel.tryLock()) {
                if (held != null) {
                    remove(folder);
                }
            }
        } catch (IOException e) {
            LOG.debug("Could not remove the abandoned folder {}", folder, e);
        }
    }

    /**
     * Of another cluster of this process. To the operating system its locks are one thing: to open its lock file once more and
     * close it would give the lock up.
     */
    private static boolean isOwn(Path folder) throws IOException {
        Path owner = folder.resolve(OWNER);
        return Files.exists(owner) && Files.readString(owner).equals(ownId());
    }

    private static String ownId() {
        return String.valueOf(ProcessHandle.current().pid());
    }

    private static void remove(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
