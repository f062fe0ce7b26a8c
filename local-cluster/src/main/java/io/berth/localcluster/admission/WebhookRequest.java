package io.berth.localcluster.admission;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Sends one AdmissionReview to one webhook over HTTPS, trusting the certificates that its configuration names and no other. */
final class WebhookRequest {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

    /** By caBundle: it changes when the operator makes itself a new certificate. */
    private final ConcurrentMap<String, HttpClient> clients = new ConcurrentHashMap<>();

    AdmissionResponse send(MutatingWebhook webhook, Pod pod) throws IOException, InterruptedException {
        String url = webhook.getClientConfig().getUrl();
        if (url == null) {
            throw new IOException("it is named by a Service; only clientConfig.url can be reached here");
        }
        String uid = UUID.randomUUID().toString();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(
                        webhook.getTimeoutSeconds() == null
                                ? DEFAULT_TIMEOUT
                                : Duration.ofSeconds(webhook.getTimeoutSeconds()))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Serialization.asJson(review(uid, pod))))
                .build();
        HttpResponse<String> response = client(webhook).send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("status " + response.statusCode() + " from " + url);
        }
        AdmissionReview answer = Serialization.unmarshal(response.body(), AdmissionReview.class);
        if (answer == null || answer.getResponse() == null) {
            throw new IOException("no response in the AdmissionReview from " + url);
        }
        if (!uid.equals(answer.getResponse().getUid())) {
            throw new IOException(
                    "the response is for uid " + answer.getResponse().getUid() + ", not " + uid);
        }
        return answer.getResponse();
    }

    private static AdmissionReview review(String uid, Pod pod) {
        return new AdmissionReviewBuilder()
                .withNewRequest()
                .withUid(uid)
                .withNewKind("", "Pod", "v1")
                .withNewResource("", "pods", "v1")
                .withNewRequestKind("", "Pod", "v1")
                .withNewRequestResource("", "pods", "v1")
                .withName(pod.getMetadata().getName())
                .withNamespace(pod.getMetadata().getNamespace())
                .withOperation("CREATE")
                .withDryRun(false)
                .withNewUserInfo()
                .withUsername("admin")
                .addToGroups("system:masters")
                .endUserInfo()
                .withObject(pod)
                .endRequest()
                .build();
    }

    private HttpClient client(MutatingWebhook webhook) throws IOException {
        String bundle = webhook.getClientConfig().getCaBundle();
        if (bundle == null) {
            throw new IOException("clientConfig.caBundle is missing, so nothing proves who answers");
        }
        HttpClient known = clients.get(bundle);
        if (known != null) {
            return known;
        }
        HttpClient created = HttpClient.newBuilder()
                .sslContext(trusting(bundle))
                .connectTimeout(DEFAULT_TIMEOUT)
                .proxy(ProxySelector.of(null))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpClient earlier = clients.putIfAbsent(bundle, created);
        return earlier == null ? created : earlier;
    }

    private static SSLContext trusting(String bundle) throws IOException {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(Base64.getDecoder().decode(bundle)))) {
                trusted.setCertificateEntry("ca-" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("clientConfig.caBundle is not base64 of PEM certificates: " + e.getMessage(), e);
        }
    }
}
