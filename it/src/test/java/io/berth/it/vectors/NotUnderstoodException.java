package io.berth.it.vectors;

/** A vector says something that the runner has no meaning for. That is a failure: it would otherwise pass unread. */
final class NotUnderstoodException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstoodException(String message) {
        super(message + "; the runner has to learn it");
    }
}
