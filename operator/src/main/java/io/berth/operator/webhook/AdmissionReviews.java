package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.runtime.AdmissionAnswer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers AdmissionReviews (admission.k8s.io/v1): what a pod that is about to be created gets, and what is wrong with
 * its parameters. Whatever goes wrong in here lets the pod pass with a warning, or, where the webhook fails closed,
 * throws, so that the API server's failure policy decides.
 */
public final class AdmissionReviews {
    private static final Logger log = LoggerFactory.getLogger(AdmissionReviews.class);
    private static final String API_VERSION = "admission.k8s.io/v1";
    private static final int FORBIDDEN = 403;

    /** Longer ones are cut off by the API server. */
    private static final int LONGEST_WARNING = 256;

    private final ObjectMapper json;
    private final PodAdmission admission;
    private final String annotation;
    private final Predicate<String> failsOpen;

    /**
     * @param annotation the one that has a pod's network type
     * @param failsOpen of which network types what goes wrong lets the pod pass
     */
    public AdmissionReviews(ObjectMapper json, PodAdmission admission, String annotation, Predicate<String> failsOpen) {
        this.json = requireNonNull(json, "json is null");
        this.admission = requireNonNull(admission, "admission is null");
        this.annotation = requireNonNull(annotation, "annotation is null");
        this.failsOpen = requireNonNull(failsOpen, "failsOpen is null");
    }

    /** @throws MalformedReviewException if it is no AdmissionReview */
    String answer(String review) throws IOException {
        JsonNode root;
        try {
            root = json.readTree(review);
        } catch (JsonProcessingException e) {
            throw new MalformedReviewException("the body is no JSON: " + e.getOriginalMessage());
        }
        JsonNode request = root == null ? json.missingNode() : root.path("request");
        String uid = request.path("uid").asText("");
        if (root == null || !API_VERSION.equals(root.path("apiVersion").asText()) || uid.isEmpty()) {
            throw new MalformedReviewException(
                    "the body is no AdmissionReview of %s with a request".formatted(API_VERSION));
        }
        ObjectNode answer = json.createObjectNode();
        answer.put("apiVersion", API_VERSION);
        answer.put("kind", "AdmissionReview");
        answer.set("response", respond(uid, request));
        return json.writeValueAsString(answer);
    }

    private ObjectNode respond(String uid, JsonNode request) throws IOException {
        if (!isPodCreation(request)) {
            return response(uid, true);
        }
        JsonNode pod = request.path("object");
        String namespace = request.path("namespace").asText("");
        try {
            AdmissionAnswer answer =
                    admission.admit(pod, namespace, request.path("dryRun").asBoolean(false));
            return answered(uid, pod, shownName(namespace, pod), answer);
        } catch (RuntimeException e) {
            log.error("Admission of pod {} failed", shownName(namespace, pod), e);
            if (!failsOpen.test(
                    pod.path("metadata").path("annotations").path(annotation).asText(""))) {
                throw e;
            }
            ObjectNode response = response(uid, true);
            warnings(response, List.of("berth: the pod was let in as it is, because admission failed: " + e));
            return response;
        }
    }

    private ObjectNode answered(String uid, JsonNode pod, String shown, AdmissionAnswer answer) throws IOException {
        List<String> said = said(answer);
        if (!answer.allowed()) {
            log.warn("Pod {} is refused: {}", shown, String.join("; ", said));
            ObjectNode response = response(uid, false);
            response.putObject("status").put("code", FORBIDDEN).put("message", String.join("; ", said));
            return response;
        }
        ObjectNode response = response(uid, true);
        if (!said.isEmpty()) {
            log.warn("Pod {} is let in as it is: {}", shown, String.join("; ", said));
            warnings(response, said.stream().map(text -> "berth: " + text).toList());
        }
        ArrayNode patch = PodPatch.of(pod, answer);
        if (!patch.isEmpty()) {
            response.put("patchType", "JSONPatch");
            response.put("patch", Base64.getEncoder().encodeToString(json.writeValueAsBytes(patch)));
            log.debug("Pod {} gets {}", shown, patch);
        }
        return response;
    }

    private static List<String> said(AdmissionAnswer answer) {
        Optional<String> reason = answer.reason().map(r -> r.text() + ": ");
        List<String> said = new ArrayList<>();
        answer.problems().forEach(problem -> said.add(oneLine(reason.orElse("") + problem)));
        return said;
    }

    private ObjectNode response(String uid, boolean allowed) {
        return json.createObjectNode().put("uid", uid).put("allowed", allowed);
    }

    private static void warnings(ObjectNode response, List<String> texts) {
        ArrayNode warnings = response.putArray("warnings");
        texts.forEach(text -> warnings.add(cut(oneLine(text))));
    }

    private static boolean isPodCreation(JsonNode request) {
        JsonNode resource = request.path("resource");
        return "CREATE".equals(request.path("operation").asText())
                && "pods".equals(resource.path("resource").asText())
                && resource.path("group").asText("").isEmpty()
                && request.path("subResource").asText("").isEmpty()
                && request.path("object").isObject();
    }

    private static String shownName(String namespace, JsonNode pod) {
        JsonNode metadata = pod.path("metadata");
        String name = metadata.path("name").asText("");
        return oneLine(namespace
                + "/"
                + (name.isEmpty() ? metadata.path("generateName").asText("") + "*" : name));
    }

    /** It becomes an HTTP header and a line of the log. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    private static String cut(String text) {
        int length = Math.min(text.length(), LONGEST_WARNING);
        while (text.substring(0, length).getBytes(StandardCharsets.UTF_8).length > LONGEST_WARNING) {
            length--;
        }
        if (length > 0 && length < text.length() && Character.isHighSurrogate(text.charAt(length - 1))) {
            length--;
        }
        return text.substring(0, length);
    }
}
