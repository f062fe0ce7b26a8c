package io.berth.runtime;

/** The lease is not surely ours any more; nothing was sent. Whoever leads now goes on. */
final class NotLeading extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotLeading() {
        super("The lease is not surely ours", null, false, false);
    }
}
