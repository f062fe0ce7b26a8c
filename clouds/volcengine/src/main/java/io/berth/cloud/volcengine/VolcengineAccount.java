package io.berth.cloud.volcengine;

import com.squareup.okhttp.Interceptor;
import io.berth.spi.ReadPort;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import java.time.Duration;
import java.util.Optional;

/** The ports of one account. */
final class VolcengineAccount implements Cloud {
    private final OpenApi api;
    private final LoadBalancerReads reads;
    private final LoadBalancerWrites writes;
    private final Duration readDelay;

    VolcengineAccount(VolcengineSettings settings, CloudContext context) {
        this.api = new OpenApi(settings, context.provided(Interceptor.class));
        ClbMarks marks = new ClbMarks(context.identity());
        this.reads = new ClbReads(api, marks, settings.scope(), settings.groupType());
        this.writes = new ClbWrites(api, marks, settings.groupType());
        this.readDelay = settings.readDelay();
    }

    @Override
    public <P> Optional<P> port(Class<P> type) {
        if (type == LoadBalancerReads.class) {
            return Optional.of(type.cast(reads));
        }
        return type == LoadBalancerWrites.class ? Optional.of(type.cast(writes)) : Optional.empty();
    }

    @Override
    public Duration readDelay(Class<? extends ReadPort> port) {
        return readDelay;
    }

    @Override
    public void close() {
        api.close();
    }
}
