package io.berth.localcluster;

/** The programs of a real control plane are not on this machine. The message says where they were looked for, and the remedy. */
public final class MissingControlPlaneException extends IllegalStateException {

    MissingControlPlaneException(String message) {
        super(message);
    }
}
