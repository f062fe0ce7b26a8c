package io.berth.cloud.aws;

import io.berth.simulator.VendorRequest;
import java.util.Map;

/** Requests that a vendor need not look at. */
final class Requests {
    static final VendorRequest NONE = new VendorRequest("POST", "/", Map.of(), Map.of(), "");

    private Requests() {}
}
