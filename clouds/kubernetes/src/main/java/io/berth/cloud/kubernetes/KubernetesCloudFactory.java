package io.berth.cloud.kubernetes;

import io.berth.spi.NetworkType;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.service.ServiceForm;
import io.berth.spi.cloud.service.ServiceForms;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceWrites;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The cloud {@code kubernetes}: the cluster's own Services, of which the cloud's controller or kube-proxy makes what leads
 * to a pod. It needs no credentials but those of the {@link KubernetesClient} that the host provides.
 */
public final class KubernetesCloudFactory implements CloudFactory<KubernetesSettings> {
    static final String CLOUD = "kubernetes";

    private static final String PLUGIN = "clb";
    private static final String SERVICE = "service";
    private static final Set<Class<?>> PORTS = Set.of(ServiceReads.class, ServiceWrites.class);
    private static final Map<String, ServiceForm> FORMS = Map.of(
            "Kubernetes-ExternalIPs", new ServiceForm.ExternalIps(),
            "Kubernetes-NodePort", new ServiceForm.NodePort(),
            "Volcengine-CLB", new ServiceForm.Balanced(new VolcengineController()),
            "AlibabaCloud-SLB", new ServiceForm.Balanced(new AlibabaController()));
    private static final ServiceForms OFFERED = networkType -> Optional.ofNullable(FORMS.get(networkType));

    @Override
    public String cloud() {
        return CLOUD;
    }

    @Override
    public List<NetworkType> networkTypes() {
        return List.of(
                NetworkType.of("Kubernetes-ExternalIPs", PLUGIN, pools("ExternalIPs"), PORTS),
                NetworkType.of("Kubernetes-NodePort", PLUGIN, Dialect.PLAIN, PORTS),
                NetworkType.of("Volcengine-CLB", PLUGIN, pools("ClbIds"), PORTS).in(SERVICE),
                NetworkType.of("AlibabaCloud-SLB", PLUGIN, pools("SlbIds"), PORTS)
                        .in(SERVICE));
    }

    private static Dialect pools(String name) {
        return new Dialect(Map.of("LbIds", name), Map.of());
    }

    @Override
    public ConfigSchema<KubernetesSettings> settings() {
        return KubernetesSettings.SCHEMA;
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return type == ServiceForms.class ? Optional.of(type.cast(OFFERED)) : Optional.empty();
    }

    /** The API server limits by its own priority levels; this keeps one operator from filling them. */
    @Override
    public Rate rate(Class<?> port, String action) {
        return action.equals("services") ? new Rate(10, 20) : new Rate(100, 200);
    }

    /** @throws IllegalStateException if the host provides no {@link KubernetesClient} */
    @Override
    public Cloud create(KubernetesSettings settings, CloudContext context) {
        KubernetesClient client = context.provided(KubernetesClient.class)
                .orElseThrow(() -> new IllegalStateException(
                        "cloud '%s' needs a KubernetesClient; provide the host's own".formatted(CLOUD)));
        return new KubernetesCloud(new KubernetesServices(client));
    }
}
