package io.berth.operator.webhook;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.berth.operator.config.PodSelector;
import io.berth.operator.config.WebhookConfig;
import io.berth.operator.config.WebhookConfig.FailurePolicy;
import io.berth.operator.http.Endpoint;
import io.berth.operator.http.SmallHttpServer;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The webhook as a whole: the HTTPS server, its certificate, and, if that is wanted, its registration. It serves from
 * the start on; a registration that fails is tried again, and it is not ready before it has succeeded once.
 */
public final class Webhook implements AutoCloseable {
    public static final String PATH = "/mutate-pods";

    private static final Logger log = LoggerFactory.getLogger(Webhook.class);
    private static final int THREADS = 16;
    private static final Duration EVERY = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * What the rest of the configuration says.
     *
     * @param namespace the operator's own
     * @param annotation the one that has a pod's network type
     * @param namespaces whose pods are served; empty: all
     * @param podSelector of the pods that are served; empty: all
     */
    public record Surroundings(
            String namespace, String annotation, List<String> namespaces, Optional<PodSelector> podSelector) {
        public Surroundings {
            requireNonNull(namespace, "namespace is null");
            requireNonNull(annotation, "annotation is null");
            namespaces = List.copyOf(namespaces);
            requireNonNull(podSelector, "podSelector is null");
        }
    }

    private final SmallHttpServer server;
    private final CertificateSource source;
    private final CurrentCertificate certificate;
    private final Optional<WebhookRegistration> registration;
    private final Thread keeper;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicBoolean registered = new AtomicBoolean();

    private final Duration every;

    private Webhook(
            SmallHttpServer server,
            CertificateSource source,
            CurrentCertificate certificate,
            Optional<WebhookRegistration> registration,
            Duration every) {
        this.server = server;
        this.source = source;
        this.certificate = certificate;
        this.registration = registration;
        this.every = every;
        this.keeper = new Thread(this::keep, "webhook-keeper");
        keeper.setDaemon(true);
    }

    /**
     * @throws IOException if nobody can listen there
     * @throws UnusableCertificateException if the certificate's files cannot be used
     */
    public static Webhook start(
            WebhookConfig config,
            Surroundings surroundings,
            PodAdmission admission,
            KubernetesClient client,
            InstantSource clock,
            SecureRandom random)
            throws IOException {
        return start(config, surroundings, admission, client, clock, random, EVERY);
    }

    /** @param every how often certificate and registration are looked at */
    static Webhook start(
            WebhookConfig config,
            Surroundings surroundings,
            PodAdmission admission,
            KubernetesClient client,
            InstantSource clock,
            SecureRandom random,
            Duration every)
            throws IOException {
        requireNonNull(admission, "admission is null");
        CertificateSource source = config.tls()
                .<CertificateSource>map(CertificateFiles::new)
                .orElseGet(() -> new OwnCertificate(names(config, surroundings.namespace()), clock, random));
        CurrentCertificate certificate = new CurrentCertificate(source.first());
        AdmissionReviews reviews = new AdmissionReviews(
                JsonMapper.builder().build(),
                admission,
                surroundings.annotation(),
                type -> config.failurePolicy(type) == FailurePolicy.IGNORE);
        SmallHttpServer server = SmallHttpServer.start(
                "webhook",
                config.host(),
                config.port(),
                Optional.of(certificate.sslContext()),
                THREADS,
                Map.of(PATH, request -> answer(reviews, request)));
        Optional<WebhookRegistration> registration = config.register()
                ? Optional.of(new WebhookRegistration(
                        client,
                        config.configurationName(),
                        new WantedWebhooks(
                                config, surroundings, client(config, surroundings.namespace(), server.port())),
                        clock))
                : Optional.empty();
        Webhook webhook = new Webhook(server, source, certificate, registration, every);
        webhook.keeper.start();
        log.info("Webhook at https://{}:{}{}, {}", config.host(), server.port(), PATH, certificate.get());
        return webhook;
    }

    private static Endpoint.Response answer(AdmissionReviews reviews, Endpoint.Request request) throws IOException {
        if (!"POST".equals(request.method())) {
            return Endpoint.Response.text(HttpURLConnection.HTTP_BAD_METHOD, "Only POST is answered here.");
        }
        try {
            return Endpoint.Response.json(reviews.answer(request.body()));
        } catch (MalformedReviewException e) {
            return Endpoint.Response.text(HttpURLConnection.HTTP_BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> names(WebhookConfig config, String namespace) {
        Set<String> names = new LinkedHashSet<>();
        config.target().service().ifPresent(service -> {
            String host = service + "." + config.target().namespace().orElse(namespace) + ".svc";
            names.add(host);
            names.add(host + ".cluster.local");
        });
        config.target().url().map(URI::getHost).ifPresent(host -> names.add(withoutBrackets(host)));
        names.add(withoutBrackets(config.host()));
        names.add("localhost");
        return names;
    }

    private static WebhookClientConfig client(WebhookConfig config, String namespace, int port) {
        WebhookConfig.Target target = config.target();
        if (target.service().isPresent()) {
            return new WebhookClientConfigBuilder()
                    .withNewService()
                    .withName(target.service().get())
                    .withNamespace(target.namespace().orElse(namespace))
                    .withPath(PATH)
                    .withPort(target.servicePort())
                    .endService()
                    .build();
        }
        String host = config.host().contains(":") ? "[" + withoutBrackets(config.host()) + "]" : config.host();
        String base = target.url().map(URI::toString).orElse("https://" + host + ":" + port);
        return new WebhookClientConfigBuilder()
                .withUrl((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + PATH)
                .build();
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Where it listens. */
    public int port() {
        return server.port();
    }

    /** Whether it serves, and the API server knows of it if that is ours to tell. */
    public boolean isReady() {
        return closed.getCount() > 0 && (registration.isEmpty() || registered.get());
    }

    private void keep() {
        try {
            while (!closed.await(keepOnce().toMillis(), TimeUnit.MILLISECONDS)) {
                // Once more.
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Follows certificates that change, and repairs the registration; returns when to look again. */
    private Duration keepOnce() {
        try {
            Optional<ServingCertificate> next = source.next(certificate.get());
            ServingCertificate shown = next.orElse(certificate.get());
            // Trusted first, shown then.
            List<X509Certificate> authorities = source.authorities(shown);
            registration.ifPresent(r -> r.ensure(authorities, source.isOwn()));
            next.ifPresent(changed -> {
                certificate.set(changed);
                log.info("The webhook shows a new {}", changed);
            });
            registered.set(true);
            return every;
        } catch (RuntimeException e) {
            if (closed.getCount() == 0) {
                // The end cuts a request off.
                return SOON;
            }
            // The certificate and the registration that there are go on meanwhile.
            log.warn("The webhook's certificate or registration could not be seen to: {}", e.toString());
            return registered.get() ? every : SOON;
        }
    }

    /** Finishes what is being answered. The registration stays, for the other replicas and for the next start. */
    @Override
    public void close() {
        closed.countDown();
        keeper.interrupt();
        server.close();
    }
}
