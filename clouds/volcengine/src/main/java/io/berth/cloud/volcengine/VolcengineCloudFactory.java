package io.berth.cloud.volcengine;

import io.berth.spi.NetworkType;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.Rate;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.ConfigSchema;
import io.berth.spi.config.Dialect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Volcengine's load balancers (CLB). A host that provides a {@code com.squareup.okhttp.Interceptor} sees each request of
 * the SDK before it is sent, and may answer it: so a simulation needs no sockets.
 *
 * <p>The access key needs {@code clb:DescribeLoadBalancerAttributes}, {@code clb:DescribeListeners}, {@code
 * clb:DescribeServerGroups}, {@code clb:DescribeServerGroupAttributes}, {@code clb:CreateServerGroup}, {@code
 * clb:AddServerGroupBackendServers}, {@code clb:RemoveServerGroupBackendServers}, {@code clb:DeleteServerGroup}, {@code
 * clb:CreateListener} and {@code clb:DeleteListener}; for health checks {@code clb:DescribeListenerHealth}; and, unless
 * groups are of the type {@code ip}, {@code vpc:DescribeNetworkInterfaces}.
 */
public final class VolcengineCloudFactory implements CloudFactory<VolcengineSettings> {
    static final String CLOUD = "volcengine";

    /** Most IPs in one DescribeNetworkInterfaces, whose pages have at most 100 entries. */
    static final int INTERFACES_AT_ONCE = 100;

    private static final LoadBalancerRules RULES = rules();

    /** Volcengine publishes no limits for CLB and VPC; this one its own Terraform provider keeps. */
    private static final Rate INTERFACES = new Rate(4, 10);

    private static LoadBalancerRules rules() {
        boolean bindsAtCreate = true;
        boolean startsListeners = false;
        boolean namesInterfaces = true;
        boolean healthByListener = true;
        int marksApart = 0;
        // A change closes the whole balancer.
        int writesAtOnce = 1;
        OptionalInt unpublished = OptionalInt.empty();
        return new LoadBalancerRules(
                BothOnOne.APART,
                bindsAtCreate,
                startsListeners,
                namesInterfaces,
                healthByListener,
                marksApart,
                INTERFACES_AT_ONCE,
                writesAtOnce,
                unpublished,
                ClbShapes::problems);
    }

    @Override
    public String cloud() {
        return CLOUD;
    }

    @Override
    public List<NetworkType> networkTypes() {
        Dialect dialect = new Dialect(Map.of("LbIds", "ClbIds"), Map.of());
        return List.of(NetworkType.of(
                        "Volcengine-CLB", "clb", dialect, Set.of(LoadBalancerReads.class, LoadBalancerWrites.class))
                .in(NetworkType.API));
    }

    @Override
    public ConfigSchema<VolcengineSettings> settings() {
        return VolcengineSettings.SCHEMA;
    }

    @Override
    public <R> Optional<R> rules(Class<R> type) {
        return type == LoadBalancerRules.class ? Optional.of(type.cast(RULES)) : Optional.empty();
    }

    @Override
    public Rate rate(Class<?> port, String action) {
        return port == LoadBalancerReads.class && action.equals("interfaces") ? INTERFACES : Rate.USUAL;
    }

    @Override
    public Cloud create(VolcengineSettings settings, CloudContext context) {
        return new VolcengineAccount(settings, context);
    }
}
