package io.berth.operator.http;

import static java.util.Objects.requireNonNull;

/** Answers requests of one path. Called from several threads at once. */
@FunctionalInterface
public interface Endpoint {
    /** @param body UTF-8; empty for a request without one */
    record Request(String method, String body) {
        public Request {
            requireNonNull(method, "method is null");
            requireNonNull(body, "body is null");
        }
    }

    record Response(int status, String contentType, String body) {
        public Response {
            requireNonNull(contentType, "contentType is null");
            requireNonNull(body, "body is null");
        }

        public static Response text(int status, String text) {
            return new Response(status, "text/plain; charset=utf-8", text + "\n");
        }

        public static Response json(String body) {
            return new Response(200, "application/json", body);
        }
    }

    /** Whatever it throws becomes a status 500 that says no more than that. */
    Response answer(Request request) throws Exception;
}
