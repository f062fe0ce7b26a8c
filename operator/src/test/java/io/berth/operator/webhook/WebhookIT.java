package io.berth.operator.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.berth.localcluster.junit.OnEveryCluster;
import io.berth.localcluster.junit.Sandbox;
import io.berth.operator.config.ConfigReader;
import io.berth.operator.config.OperatorConfig;
import io.berth.operator.webhook.Webhook.Surroundings;
import io.berth.runtime.AdmissionAnswer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The registration as API servers keep it, and the webhook as they reach it. */
@OnEveryCluster
@Timeout(120)
class WebhookIT {
    private static final String TYPE = "game.kruise.io/network-type";
    private static final String CLOSED_TYPE = "Kubernetes-HostPort";
    private static final String OPEN_TYPE = "Kubernetes-None";

    @TempDir
    private Path folder = Path.of("unset");

    private Sandbox sandbox;

    @BeforeEach
    void open(Sandbox own) {
        sandbox = own;
    }

    @AfterEach
    void unregister() {
        registered().delete();
    }

    private String name() {
        return "webhook-" + sandbox.namespace();
    }

    private Resource<MutatingWebhookConfiguration> registered() {
        return sandbox.cluster()
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name());
    }

    /** @param webhook more lines of the section */
    private OperatorConfig config(String webhook) {
        return new ConfigReader(variable -> Optional.empty())
                .read("test", """
                        identity: {clusterId: c, operatorId: o}
                        apiServer: {namespaces: ["%s"], podSelector: "app in (game, lobby),!legacy"}
                        webhook:
                          host: 127.0.0.1
                          port: 0
                          register: true
                          configurationName: "%s"
                          timeout: 10s
                        """.formatted(sandbox.namespace(), name()) + webhook.indent(2))
                .config()
                .orElseThrow();
    }

    private static Surroundings surroundings(OperatorConfig config) {
        return new Surroundings(
                "ops", TYPE, config.apiServer().namespaces(), config.apiServer().podSelector());
    }

    private WebhookRegistration registration(OperatorConfig config, WebhookClientConfig client) {
        return new WebhookRegistration(
                sandbox.cluster().client(),
                name(),
                new WantedWebhooks(config.webhook(), surroundings(config), client),
                InstantSource.system());
    }

    private static WebhookClientConfig nobody() {
        return new WebhookClientConfigBuilder()
                .withUrl("https://127.0.0.1:1/mutate-pods")
                .build();
    }

    private static List<X509Certificate> certificate(String name) {
        return List.of(Certificates.of(name).leaf());
    }

    @Test
    void whatIsAsWantedIsNotWrittenAgain() {
        for (String webhook : List.of("", "failurePolicyOf: {Kubernetes-HostPort: Fail}", "selectLabel: a=b")) {
            registered().delete();
            OperatorConfig config = config(webhook);
            WebhookClientConfig service = new WebhookClientConfigBuilder()
                    .withNewService("berth", "ops", "/mutate-pods", 443)
                    .build();
            List<X509Certificate> trusted = certificate("one");

            registration(config, service).ensure(trusted, true);
            String version = registered().require().getMetadata().getResourceVersion();
            registration(config, service).ensure(trusted, true);

            assertThat(registered().require().getMetadata().getResourceVersion())
                    .as(webhook)
                    .isEqualTo(version);
        }
    }

    @Test
    void whatSomebodyChangedIsPutRight() {
        List<UnaryOperator<MutatingWebhook>> changes = List.of(
                webhook -> webhook.toBuilder().withFailurePolicy("Fail").build(),
                webhook -> webhook.toBuilder().withTimeoutSeconds(30).build(),
                webhook -> webhook.toBuilder().withMatchConditions().build(),
                webhook -> webhook.toBuilder()
                        .withNewObjectSelector()
                        .endObjectSelector()
                        .build(),
                webhook -> webhook.toBuilder()
                        .withNewNamespaceSelector()
                        .endNamespaceSelector()
                        .build(),
                webhook -> webhook.toBuilder()
                        .editFirstRule()
                        .withOperations("UPDATE")
                        .endRule()
                        .build(),
                webhook -> webhook.toBuilder()
                        .editClientConfig()
                        .withUrl("https://127.0.0.1:2/")
                        .endClientConfig()
                        .build());
        WebhookRegistration registration = registration(config(""), nobody());
        List<X509Certificate> trusted = certificate("one");
        registration.ensure(trusted, true);
        List<MutatingWebhook> wanted = registered().require().getWebhooks();

        for (UnaryOperator<MutatingWebhook> change : changes) {
            registered()
                    .edit(present -> new MutatingWebhookConfigurationBuilder(present)
                            .withWebhooks(change.apply(present.getWebhooks().get(0)))
                            .build());
            assertThat(registered().require().getWebhooks()).isNotEqualTo(wanted);

            registration.ensure(trusted, true);

            assertThat(registered().require().getWebhooks()).isEqualTo(wanted);
        }
        registered()
                .edit(present -> new MutatingWebhookConfigurationBuilder(present)
                        .withWebhooks(List.of())
                        .build());
        registration.ensure(trusted, true);
        assertThat(registered().require().getWebhooks()).isEqualTo(wanted);
    }

    @Test
    void replicasWithCertificatesOfTheirOwnTrustEachOther() throws Exception {
        List<X509Certificate> one = certificate("one");
        List<X509Certificate> two = certificate("two");

        registration(config(""), nobody()).ensure(one, true);
        registration(config(""), nobody()).ensure(two, true);
        assertThat(bundle()).containsExactlyInAnyOrder(one.get(0), two.get(0));

        registration(config(""), nobody()).ensure(one, false);
        assertThat(bundle()).containsExactly(one.get(0));
    }

    private List<Certificate> bundle() throws GeneralSecurityException {
        byte[] pem = Base64.getDecoder()
                .decode(registered()
                        .require()
                        .getWebhooks()
                        .get(0)
                        .getClientConfig()
                        .getCaBundle());
        return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)));
    }

    @Test
    void aTypeThatFailsClosedIsRefusedWhileNobodyAnswersAndOthersAreNot() {
        // The embedded server's stand-in for an API server evaluates no match conditions.
        assumeThat(sandbox.cluster().isReal()).isTrue();
        registration(config("failurePolicyOf: {Kubernetes-HostPort: Fail}"), nobody())
                .ensure(certificate("one"), true);

        awaitRefusal(pod("closed", CLOSED_TYPE));
        sandbox.create(pod("open", OPEN_TYPE));
        sandbox.create(pod("unknown", "o'dd\\type"));
        Pod plain = pod("plain", CLOSED_TYPE);
        plain.getMetadata().setAnnotations(Map.of());
        sandbox.create(plain);
        Pod notServed = pod("not-served", CLOSED_TYPE);
        notServed.getMetadata().setLabels(Map.of("app", "other"));
        sandbox.create(notServed);
        Pod elsewhere = pod(sandbox.namespace() + "-elsewhere", CLOSED_TYPE);
        elsewhere.getMetadata().setNamespace("default");
        sandbox.cluster()
                .client()
                .resource(sandbox.cluster().create(elsewhere))
                .withGracePeriod(0)
                .delete();

        assertThat(sandbox.client().pods().list().getItems())
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyInAnyOrder("open", "unknown", "plain", "not-served");
    }

    @Test
    void aTypeThatFailsOpenIsLetInWhereTheOthersFailClosed() {
        assumeThat(sandbox.cluster().isReal()).isTrue();
        registration(config("failurePolicy: Fail\nfailurePolicyOf: {Kubernetes-None: Ignore}"), nobody())
                .ensure(certificate("one"), true);

        awaitRefusal(pod("closed", CLOSED_TYPE));
        sandbox.create(pod("open", OPEN_TYPE));
    }

    @Test
    void podsAreSelectedByALabelWhereThatIsWanted() {
        assumeThat(sandbox.cluster().isReal()).isTrue();
        registration(config("failurePolicy: Fail\nselectLabel: berth=yes"), nobody())
                .ensure(certificate("one"), true);

        Pod labelled = pod("labelled", CLOSED_TYPE);
        labelled.getMetadata().setLabels(Map.of("app", "game", "berth", "yes"));
        awaitRefusal(labelled);
        sandbox.create(pod("unlabelled", CLOSED_TYPE));
    }

    /** A real API server hears of a registration a moment after it has stored it. */
    private void awaitRefusal(Pod pod) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThatThrownBy(() -> sandbox.client()
                                .pods()
                                .resource(pod)
                                .dryRun(true)
                                .create())
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("failed calling webhook"));
    }

    private static Pod pod(String name, String type) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app", "game")
                .addToAnnotations(TYPE, type)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("game")
                .withImage("game:1")
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void aCertificateThatChangesIsTrustedBeforeItIsShown() throws Exception {
        Path certificate = folder.resolve("tls.crt");
        Path key = folder.resolve("tls.key");
        ServingCertificate first = Certificates.of("127.0.0.1");
        Certificates.write(first, certificate, key);
        OperatorConfig config = config("tls: {certFile: %s, keyFile: %s}".formatted(certificate, key));
        try (Webhook webhook = webhook(config)) {
            await().until(webhook::isReady);
            assertThat(shown(webhook)).isEqualTo(first.leaf());

            // What is half written is no certificate, and the present one goes on.
            java.nio.file.Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\n");
            assertThat(shown(webhook)).isEqualTo(first.leaf());
            ServingCertificate second = Certificates.of("127.0.0.1");
            Certificates.write(second, certificate, key);

            // Each look trusts what is registered at that moment, so it fails if the order were another.
            await().atMost(Duration.ofSeconds(30)).until(() -> shown(webhook), second.leaf()::equals);
            assertThat(bundle()).containsExactly(second.leaf());
        }
    }

    @Test
    void onlyPostedReviewsAreAnswered() throws Exception {
        try (Webhook webhook = webhook(config(""))) {
            await().until(webhook::isReady);
            assertThat(send(webhook, HttpRequest.newBuilder().GET(), "/mutate-pods")
                            .statusCode())
                    .isEqualTo(405);
            HttpResponse<String> malformed = send(
                    webhook, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString("{}")), "/mutate-pods");
            assertThat(malformed.statusCode()).isEqualTo(400);
            assertThat(malformed.body()).contains("no AdmissionReview of admission.k8s.io/v1");
            assertThat(send(webhook, HttpRequest.newBuilder().GET(), "/").statusCode())
                    .isEqualTo(404);
        }
    }

    private Webhook webhook(OperatorConfig config) throws IOException {
        return Webhook.start(
                config.webhook(),
                surroundings(config),
                (pod, namespace, dryRun) -> AdmissionAnswer.asItIs(),
                sandbox.cluster().client(),
                InstantSource.system(),
                new SecureRandom(),
                Duration.ofMillis(50));
    }

    private Certificate shown(Webhook webhook) throws Exception {
        return send(webhook, HttpRequest.newBuilder().GET(), "/")
                .sslSession()
                .orElseThrow()
                .getPeerCertificates()[0];
    }

    /** As an API server does: trusting the registered bundle and nothing else. */
    private HttpResponse<String> send(Webhook webhook, HttpRequest.Builder request, String path) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null);
        int number = 0;
        for (Certificate certificate : bundle()) {
            trusted.setCertificateEntry("trusted-" + number++, certificate);
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        request.uri(URI.create("https://127.0.0.1:" + webhook.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
