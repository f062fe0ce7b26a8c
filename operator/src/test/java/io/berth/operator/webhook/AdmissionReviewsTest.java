package io.berth.operator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.berth.runtime.AdmissionAnswer;
import io.berth.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionReviewsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ANNOTATION = "game.kruise.io/network-type";
    private static final String POD = "{\"metadata\":{\"generateName\":\"g-\"},\"spec\":{\"containers\":[]}}";

    private final List<String> asked = new ArrayList<>();
    private AdmissionAnswer answer = AdmissionAnswer.asItIs();

    private static String review(String operation, String resource, boolean dryRun) {
        return """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u1","namespace":"ns",
                "operation":"%s","resource":{"group":"","version":"v1","resource":"%s"},"dryRun":%s,"object":%s}}""".formatted(operation, resource, dryRun, POD);
    }

    private JsonNode respond(String review) throws IOException {
        AdmissionReviews reviews = new AdmissionReviews(
                JSON,
                (pod, namespace, dryRun) -> {
                    asked.add(namespace + " " + dryRun);
                    return answer;
                },
                ANNOTATION,
                type -> true);
        JsonNode root = JSON.readTree(reviews.answer(review));
        assertThat(root.path("apiVersion").asText()).isEqualTo("admission.k8s.io/v1");
        assertThat(root.path("kind").asText()).isEqualTo("AdmissionReview");
        assertThat(root.path("response").path("uid").asText()).isEqualTo("u1");
        return root.path("response");
    }

    @Test
    void aPodThatNeedsNothingPassesWithoutPatch() throws IOException {
        JsonNode response = respond(review("CREATE", "pods", false));

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.has("patch")).isFalse();
        assertThat(response.has("warnings")).isFalse();
        assertThat(asked).containsExactly("ns false");
    }

    @Test
    void dryRunIsHandedOn() throws IOException {
        respond(review("CREATE", "pods", true));
        assertThat(asked).containsExactly("ns true");
    }

    @Test
    void onlyPodsThatAreCreatedAreLookedAt() throws IOException {
        for (String review : List.of(
                review("UPDATE", "pods", false),
                review("DELETE", "pods", false),
                review("CREATE", "deployments", false),
                review("CREATE", "pods", false).replace("\"group\":\"\"", "\"group\":\"x\""),
                review("CREATE", "pods", false).replace("\"dryRun\"", "\"subResource\":\"binding\",\"dryRun\""),
                review("CREATE", "pods", false).replace(POD, "null"))) {
            assertThat(respond(review).path("allowed").asBoolean()).isTrue();
        }
        assertThat(asked).isEmpty();
    }

    @Test
    void annotationsBecomeABase64Patch() throws IOException {
        answer = new AdmissionAnswer(true, Optional.empty(), List.of(), List.of(), Map.of("a/b", "c"));

        JsonNode response = respond(review("CREATE", "pods", false));

        assertThat(response.path("patchType").asText()).isEqualTo("JSONPatch");
        assertThat(new String(Base64.getDecoder().decode(response.path("patch").asText()), StandardCharsets.UTF_8))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/metadata/annotations\",\"value\":{}},"
                        + "{\"op\":\"add\",\"path\":\"/metadata/annotations/a~1b\",\"value\":\"c\"}]");
    }

    @Test
    void problemsAreWarningsOfOneBoundedLine() throws IOException {
        answer = new AdmissionAnswer(
                true, Optional.of(Reason.BAD_PARAMETERS), List.of("one\r\nline", "é".repeat(300)), List.of(), Map.of());

        JsonNode warnings = respond(review("CREATE", "pods", false)).path("warnings");

        assertThat(warnings.get(0).asText()).isEqualTo("berth: BadParameters: one line");
        assertThat(warnings.get(1).asText().getBytes(StandardCharsets.UTF_8).length)
                .isBetween(255, 256);
    }

    @Test
    void whatIsDeniedSaysEveryProblem() throws IOException {
        answer = new AdmissionAnswer(
                false, Optional.of(Reason.BAD_PARAMETERS), List.of("one", "two"), List.of(), Map.of());

        JsonNode response = respond(review("CREATE", "pods", false));

        assertThat(response.path("allowed").asBoolean(true)).isFalse();
        assertThat(response.path("status").path("code").asInt()).isEqualTo(403);
        assertThat(response.path("status").path("message").asText())
                .isEqualTo("BadParameters: one; BadParameters: two");
    }

    private static String typedReview() {
        return review("CREATE", "pods", false)
                .replace("\"generateName\"", "\"annotations\":{\"" + ANNOTATION + "\":\"T\"},\"generateName\"");
    }

    @Test
    void aFaultLetsThePodPassWhereTheWebhookFailsOpen() throws IOException {
        AdmissionReviews reviews = new AdmissionReviews(
                JSON,
                (pod, namespace, dryRun) -> {
                    throw new IllegalStateException("broken");
                },
                ANNOTATION,
                "T"::equals);

        JsonNode response = JSON.readTree(reviews.answer(typedReview())).path("response");

        assertThat(response.path("allowed").asBoolean()).isTrue();
        assertThat(response.path("warnings").get(0).asText())
                .contains("admission failed")
                .contains("broken");
    }

    @Test
    void aFaultIsTheApiServersToJudgeWhereTheWebhookFailsClosed() {
        AdmissionReviews reviews = new AdmissionReviews(
                JSON,
                (pod, namespace, dryRun) -> {
                    throw new IllegalStateException("broken");
                },
                ANNOTATION,
                type -> !"T".equals(type));

        assertThatThrownBy(() -> reviews.answer(typedReview())).hasMessage("broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"apiVersion\":\"admission.k8s.io/v1\"}",
                "{\"apiVersion\":\"admission.k8s.io/v1beta1\",\"request\":{\"uid\":\"u\"}}"
            })
    void whatIsNoReviewIsRefused(String body) {
        AdmissionReviews reviews =
                new AdmissionReviews(JSON, (pod, namespace, dryRun) -> answer, ANNOTATION, type -> true);
        assertThatThrownBy(() -> reviews.answer(body)).isInstanceOf(MalformedReviewException.class);
    }
}
