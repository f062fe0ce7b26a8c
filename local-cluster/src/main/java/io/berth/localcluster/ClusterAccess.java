package io.berth.localcluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.api.model.NamedContextBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to reach an API server.
 *
 * @param caCertificates PEM in base64; empty for plain HTTP
 */
record ClusterAccess(String url, String token, Optional<String> caCertificates) {

    private static final String NAME = "berth-local";
    private static final String NAMESPACE = "default";

    /** Nothing of the environment, of system properties or of ~/.kube flows in: a test must never reach another cluster. */
    KubernetesClient newClient() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(url)
                .withOauthToken(token)
                .withCaCertData(caCertificates.orElse(null))
                .withNamespace(NAMESPACE)
                .withRequestRetryBackoffLimit(0)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    void writeKubeconfig(Path file) throws IOException {
        NamedContext context = new NamedContextBuilder()
                .withName(NAME)
                .withNewContext()
                .withCluster(NAME)
                .withUser(NAME)
                .withNamespace(NAMESPACE)
                .endContext()
                .build();
        var config = new io.fabric8.kubernetes.api.model.ConfigBuilder()
                .withApiVersion("v1")
                .withKind("Config")
                .addNewCluster()
                .withName(NAME)
                .withNewCluster()
                .withServer(url)
                .withCertificateAuthorityData(caCertificates.orElse(null))
                .endCluster()
                .endCluster()
                .addNewUser()
                .withName(NAME)
                .withNewUser()
                .withToken(token)
                .endUser()
                .endUser()
                .addToContexts(context)
                .withCurrentContext(NAME)
                .build();
        PrivateFile.write(file, Serialization.asYaml(config));
    }
}
