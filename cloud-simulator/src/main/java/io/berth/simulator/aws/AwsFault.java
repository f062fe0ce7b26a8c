package io.berth.simulator.aws;

import static java.util.Objects.requireNonNull;

/** What a request is refused with. */
final class AwsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String text;

    private AwsFault(int status, String code, String text) {
        super(code, null, false, false);
        this.status = status;
        this.code = requireNonNull(code, "code is null");
        this.text = requireNonNull(text, "text is null");
    }

    static AwsFault of(int status, String code, String text) {
        return new AwsFault(status, code, text);
    }

    static AwsFault refused(String code, String text) {
        return new AwsFault(400, code, text);
    }

    static AwsFault invalid(String text) {
        return refused("ValidationError", text);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }
}
