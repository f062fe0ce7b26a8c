package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

/** The vendor says no. Where Volcengine publishes no code for it, the code is in the style of those that it does. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int number;
    private final String code;

    /** @param number the {@code CodeN}, 0 where there is none */
    Refusal(int status, int number, String code, String message) {
        super(message);
        this.status = status;
        this.number = number;
        this.code = requireNonNull(code, "code is null");
    }

    static Refusal wrong(String code, String message) {
        return new Refusal(400, 0, code, message);
    }

    static Refusal missing(String parameter) {
        return new Refusal(
                400, 100_002, "MissingParameter", "The required parameter %s is missing.".formatted(parameter));
    }

    static Refusal parameter(String name, String value) {
        return wrong(
                "InvalidParameter." + name.replaceAll("\\.[0-9]+", ""),
                "The parameter %s has the value '%s', which is not valid.".formatted(name, value));
    }

    static Refusal notFound(String kind, String id) {
        return new Refusal(404, 0, kind + ".NotFound", "The specified %s '%s' is not found.".formatted(kind, id));
    }

    static Refusal quota(String code, int most) {
        return wrong("QuotaExceeded." + code, "The quota of %d is used up.".formatted(most));
    }

    int status() {
        return status;
    }

    int number() {
        return number;
    }

    String code() {
        return code;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
