package io.berth.localcluster.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponseBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caller on the embedded server against Kubernetes' own on the real one: the same tests, so the same behaviour. */
@OnEveryCluster
class AdmissionWebhookIT {

    private static final String ASKED = "example.com/asked";
    private static final Map<String, String> ANNOTATED =
            Map.of(AdmissionWebhookCaller.ANNOTATION, "Kubernetes-HostPort");

    @TempDir
    Path folder;

    private final List<AdmissionRequest> requests = new CopyOnWriteArrayList<>();
    private volatile UnaryOperator<AdmissionResponse> change = response -> response;
    private @Nullable WebhookServer webhook;
    private @Nullable Sandbox opened;
    private int pods;

    @BeforeEach
    void startWebhook(Sandbox sandbox) throws Exception {
        opened = sandbox;
        webhook = WebhookServer.start(folder, request -> {
            requests.add(request);
            String patch = """
                    [{"op": "add", "path": "/metadata/annotations/example.com~1asked", "value": "yes"},
                     {"op": "add", "path": "/spec/containers/0/ports", "value": [{"containerPort": 80, "hostPort": 7000}]}]
                    """;
            return change.apply(new AdmissionResponseBuilder()
                    .withAllowed(true)
                    .withPatchType("JSONPatch")
                    .withPatch(Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)))
                    .build());
        });
    }

    @AfterEach
    void forget() {
        sandbox()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(sandbox().namespace())
                .delete();
        webhook().close();
    }

    @Test
    void patchReachesSinglePodsAndThoseOfWorkloads() {
        register(hook -> hook);
        awaitAsked();

        Pod single = sandbox().create(pod(ANNOTATED));
        assertThat(single.getSpec().getContainers().get(0).getPorts())
                .singleElement()
                .satisfies(port -> assertThat(port.getHostPort()).isEqualTo(7000));
        AdmissionRequest request = requests.get(requests.size() - 1);
        assertThat(request.getOperation()).isEqualTo("CREATE");
        assertThat(request.getNamespace()).isEqualTo(sandbox().namespace());
        assertThat(request.getName()).isEqualTo(single.getMetadata().getName());
        assertThat(request.getResource().getResource()).isEqualTo("pods");
        assertThat(request.getKind().getKind()).isEqualTo("Pod");
        assertThat(WebhookServer.pod(request).getMetadata().getUid()).isNull();

        Pod template = pod(ANNOTATED);
        sandbox()
                .client()
                .resource(new StatefulSetBuilder()
                        .withNewMetadata()
                        .withName("web")
                        .endMetadata()
                        .withNewSpec()
                        .withReplicas(1)
                        .withServiceName("web")
                        .withNewSelector()
                        .withMatchLabels(template.getMetadata().getLabels())
                        .endSelector()
                        .withTemplate(new PodTemplateSpecBuilder()
                                .withNewMetadata()
                                .withLabels(template.getMetadata().getLabels())
                                .withAnnotations(ANNOTATED)
                                .endMetadata()
                                .withSpec(template.getSpec())
                                .build())
                        .endSpec()
                        .build())
                .create();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> sandbox().client().pods().withName("web-0").get(), pod -> pod != null && isAsked(pod));
    }

    @Test
    void denialReachesTheCreator() {
        register(hook -> hook);
        awaitAsked();
        change = response -> new AdmissionResponseBuilder()
                .withAllowed(false)
                .withStatus(new StatusBuilder()
                        .withMessage("no such network type; try Kubernetes-HostPort")
                        .build())
                .build();

        assertThatThrownBy(() -> sandbox().create(pod(ANNOTATED)))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("pods.example.com")
                .hasMessageContaining("denied the request: no such network type; try Kubernetes-HostPort");
    }

    @Test
    void failurePolicyDecidesWhenTheWebhookFails() {
        register(hook -> hook);
        awaitAsked();
        change = response -> new AdmissionResponseBuilder(response)
                .withUid("of another request")
                .build();
        assertThatThrownBy(() -> sandbox().create(pod(ANNOTATED)))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(500))
                .hasMessageContaining("failed calling webhook \"pods.example.com\"");

        register(hook ->
                new MutatingWebhookBuilder(hook).withFailurePolicy("Ignore").build());
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> sandbox().create(pod(ANNOTATED)), pod -> !isAsked(pod));
    }

    @Test
    void selectorsDecideWhichPodsAreAskedAbout() {
        register(hook -> new MutatingWebhookBuilder(hook)
                .editObjectSelector()
                .addNewMatchExpression()
                .withKey("example.com/skip")
                .withOperator("DoesNotExist")
                .endMatchExpression()
                .endObjectSelector()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", sandbox().namespace())
                .endNamespaceSelector()
                .build());
        awaitAsked();
        assertThat(isAsked(sandbox()
                        .create(new PodBuilder(pod(ANNOTATED))
                                .editMetadata()
                                .addToLabels("example.com/skip", "true")
                                .endMetadata()
                                .build())))
                .isFalse();

        register(hook -> new MutatingWebhookBuilder(hook)
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", "elsewhere")
                .endNamespaceSelector()
                .build());
        await().atMost(Duration.ofSeconds(20)).until(() -> sandbox().create(pod(ANNOTATED)), pod -> !isAsked(pod));
    }

    @Test
    void rulesForOtherThingsDoNotConcernPods() {
        register(hook -> new MutatingWebhookBuilder(hook)
                .editRule(0)
                .withResources("services")
                .endRule()
                .build());
        await().during(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !isAsked(sandbox().create(pod(ANNOTATED))));
        assertThat(requests).isEmpty();
    }

    @Test
    void matchConditionOnTheAnnotationIsHonoured() {
        register(hook -> new MutatingWebhookBuilder(hook)
                .addNewMatchCondition(
                        "has(object.metadata.annotations) && '" + AdmissionWebhookCaller.ANNOTATION
                                + "' in object.metadata.annotations",
                        "has-network-type")
                .build());
        awaitAsked();

        assertThat(isAsked(sandbox().create(pod(Map.of())))).isFalse();
        assertThat(isAsked(sandbox().create(pod(ANNOTATED)))).isTrue();
    }

    @Test
    void unreachableAndBrokenWebhooksAreNamed() {
        List<UnaryOperator<MutatingWebhook>> broken = List.of(
                hook -> withUrl(hook, webhook().url() + "broken"),
                hook -> withUrl(hook, webhook().url() + "empty"),
                hook -> withUrl(hook, "https://127.0.0.1:1/"),
                hook -> new MutatingWebhookBuilder(hook)
                        .editClientConfig()
                        .withUrl(null)
                        .withNewService("nobody", sandbox().namespace(), "/", 443)
                        .endClientConfig()
                        .build());
        for (UnaryOperator<MutatingWebhook> each : broken) {
            register(hook -> new MutatingWebhookBuilder(each.apply(hook))
                    .withTimeoutSeconds(2)
                    .build());
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThatThrownBy(() -> sandbox().create(pod(ANNOTATED)))
                            .hasMessageContaining("failed calling webhook \"pods.example.com\""));
        }
    }

    private static MutatingWebhook withUrl(MutatingWebhook hook, String url) {
        return new MutatingWebhookBuilder(hook)
                .editClientConfig()
                .withUrl(url)
                .endClientConfig()
                .build();
    }

    /** Replaces what was registered before. Only pods of this test are asked about: the configuration is the whole cluster's. */
    private void register(UnaryOperator<MutatingWebhook> adjust) {
        MutatingWebhook hook = new MutatingWebhookBuilder()
                .withName("pods.example.com")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withTimeoutSeconds(5)
                .withNewClientConfig()
                .withUrl(webhook().url())
                .withCaBundle(webhook().caBundle())
                .endClientConfig()
                .withNewObjectSelector()
                .addToMatchLabels("sandbox", sandbox().namespace())
                .endObjectSelector()
                .addNewRule()
                .withOperations("CREATE")
                .withApiGroups("")
                .withApiVersions("v1")
                .withResources("pods")
                .endRule()
                .build();
        sandbox()
                .client()
                .resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(sandbox().namespace())
                        .endMetadata()
                        .withWebhooks(adjust.apply(hook))
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    /** A real API server hears of a new configuration a moment later. */
    private void awaitAsked() {
        await().atMost(Duration.ofSeconds(20)).until(() -> isAsked(sandbox().create(pod(ANNOTATED))));
    }

    private static boolean isAsked(Pod pod) {
        return pod.getMetadata().getAnnotations() != null
                && pod.getMetadata().getAnnotations().containsKey(ASKED);
    }

    private Pod pod(Map<String, String> annotations) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("pod-" + pods++)
                .withLabels(Map.of("sandbox", sandbox().namespace()))
                .withAnnotations(annotations)
                .endMetadata()
                .withNewSpec()
                .withTerminationGracePeriodSeconds(0L)
                .addNewContainer()
                .withName("game")
                .withImage("game")
                .endContainer()
                .endSpec()
                .build();
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(opened);
    }

    private WebhookServer webhook() {
        return Objects.requireNonNull(webhook);
    }
}
