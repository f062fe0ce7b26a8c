package io.berth.simulator.volcengine;

import io.berth.simulator.VendorRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may ask for what. The signature must be there; whether it is right is not checked. */
final class Access {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "HMAC-SHA256 Credential=([^/, ]+)/([0-9]{8})/([^/, ]+)/([^/, ]+)/request, SignedHeaders=[^, ]+,"
                    + " Signature=[0-9a-f]{64}");

    /** What the request says that it is for. */
    record Scope(String accessKeyId, String region, String service) {
        static final Scope NONE = new Scope("", "", "");
    }

    private final Map<String, Optional<String>> tokens = new HashMap<>();
    private final Set<String> denied = new HashSet<>();

    /** @param sessionToken that must come with the key */
    void know(String accessKeyId, Optional<String> sessionToken) {
        tokens.put(accessKeyId, sessionToken);
    }

    void forget(String accessKeyId) {
        tokens.remove(accessKeyId);
    }

    void deny(String action) {
        denied.add(action);
    }

    void permit(String action) {
        denied.remove(action);
    }

    static Scope scope(VendorRequest request) {
        return request.header("authorization")
                .map(AUTHORIZATION::matcher)
                .filter(Matcher::matches)
                .map(matcher -> new Scope(matcher.group(1), matcher.group(3), matcher.group(4)))
                .orElse(Scope.NONE);
    }

    void check(VendorRequest request, Scope scope, String action) {
        if (request.header("authorization").isEmpty()) {
            throw new Refusal(
                    401, 100_003, "MissingAuthenticationToken", "The request has no authentication information.");
        }
        if (scope.equals(Scope.NONE)) {
            throw new Refusal(401, 100_024, "InvalidAuthorization", "The authorization header is malformed.");
        }
        if (request.header("x-date")
                .filter(date -> date.matches("[0-9]{8}T[0-9]{6}Z"))
                .isEmpty()) {
            throw new Refusal(400, 100_006, "InvalidTimestamp", "The timestamp of the request is not valid.");
        }
        if (!tokens.containsKey(scope.accessKeyId())) {
            throw new Refusal(
                    401,
                    100_009,
                    "InvalidAccessKey",
                    "The access key '%s' does not exist.".formatted(scope.accessKeyId()));
        }
        if (!request.header("x-security-token").equals(tokens.get(scope.accessKeyId()))) {
            throw new Refusal(401, 100_026, "InvalidSecretToken", "The security token is not valid.");
        }
        if (denied.contains(action)) {
            throw new Refusal(
                    403,
                    100_013,
                    "AccessDenied",
                    "User is not authorized to perform: %s:%s.".formatted(scope.service(), action));
        }
    }
}
