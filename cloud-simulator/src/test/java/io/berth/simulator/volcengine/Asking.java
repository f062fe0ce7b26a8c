package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks a vendor as Volcengine's SDK does, without one. */
record Asking(Vendor vendor, String accessKeyId, String region) {
    /** What came back. */
    record Answer(int status, JsonNode json) {
        /** Empty: it was no error. */
        String code() {
            return json.at("/ResponseMetadata/Error/Code").asText("");
        }

        String codeAndStatus() {
            return status + " " + code();
        }

        JsonNode result() {
            if (!code().isEmpty()) {
                throw new AssertionError("refused: " + json);
            }
            return requireNonNull(json.get("Result"));
        }
    }

    static VendorRequest request(String accessKeyId, String region, String action, String... parameters) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("Action", action);
        query.put("Version", "2020-04-01");
        for (int i = 0; i < parameters.length; i += 2) {
            query.put(parameters[i], parameters[i + 1]);
        }
        String service = action.equals("DescribeNetworkInterfaces") ? "vpc" : "clb";
        return new VendorRequest("GET", "/", query, headers(accessKeyId, region, service), "");
    }

    static Map<String, String> headers(String accessKeyId, String region, String service) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Date", "20260101T000000Z");
        headers.put(
                "Authorization",
                "HMAC-SHA256 Credential=%s/20260101/%s/%s/request, SignedHeaders=x-date, Signature=%s"
                        .formatted(accessKeyId, region, service, "0".repeat(64)));
        return headers;
    }

    Answer ask(String action, String... parameters) {
        return send(request(accessKeyId, region, action, parameters));
    }

    Answer send(VendorRequest request) {
        VendorReply reply = vendor.answer(request);
        try {
            return new Answer(reply.status(), new ObjectMapper().readTree(reply.body()));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
