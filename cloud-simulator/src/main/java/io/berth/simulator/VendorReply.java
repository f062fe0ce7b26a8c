package io.berth.simulator;

import static java.util.Objects.requireNonNull;

/** What a vendor answers. */
public record VendorReply(int status, String contentType, String body) {
    /** No answer comes, although the request may have been done. */
    public static final VendorReply LOST = new VendorReply(0, "", "");

    public VendorReply {
        requireNonNull(contentType, "contentType is null");
        requireNonNull(body, "body is null");
    }

    public static VendorReply json(int status, String body) {
        return new VendorReply(status, "application/json; charset=utf-8", body);
    }

    public static VendorReply xml(int status, String body) {
        return new VendorReply(status, "text/xml", body);
    }
}
