package io.berth.operator.webhook;

import java.io.IOException;

/** What was sent is no AdmissionReview. */
final class MalformedReviewException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedReviewException(String message) {
        super(message);
    }
}
