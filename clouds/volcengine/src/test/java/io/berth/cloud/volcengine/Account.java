package io.berth.cloud.volcengine;

import com.squareup.okhttp.Interceptor;
import io.berth.spi.Identity;
import io.berth.spi.cloud.Cloud;
import io.berth.spi.cloud.CloudContext;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.config.NameValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** An account as a host makes it: found by the service loader, its settings decoded from text. */
final class Account implements AutoCloseable {
    static final Identity US = new Identity("cluster-1", "berth");
    static final String SECRET = "s3cr3tKeyOfOurs";
    static final String TOKEN = "t0kenOfOurs";

    private final Cloud cloud;

    private Account(Cloud cloud) {
        this.cloud = cloud;
    }

    static Account over(int port, String... settings) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("endpoint", "http://127.0.0.1:" + port));
        return of(US, Optional.empty(), all, settings);
    }

    static Account over(Interceptor transport, String... settings) {
        return of(US, Optional.of(transport), new LinkedHashMap<>(), settings);
    }

    static Account of(
            Identity identity, Optional<Interceptor> transport, Map<String, String> defaults, String... settings) {
        Map<String, String> all = new LinkedHashMap<>(defaults);
        all.putIfAbsent("region", "cn-beijing");
        all.putIfAbsent("accessKeyId", "AKLTours");
        all.putIfAbsent("secretAccessKey", SECRET);
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        List<NameValue> pairs = new ArrayList<>();
        all.forEach((name, value) -> pairs.add(new NameValue(name, value)));
        return new Account(create(factory(), pairs, context(identity, transport)));
    }

    private static <S> Cloud create(CloudFactory<S> factory, List<NameValue> settings, CloudContext context) {
        S decoded = factory.settings().decode(settings).fold(value -> value, problems -> {
            throw new AssertionError(problems);
        });
        return factory.create(decoded, context);
    }

    static CloudFactory<?> factory() {
        List<CloudFactory<?>> found = new ArrayList<>();
        ServiceLoader.load(CloudFactory.class).forEach(found::add);
        if (found.size() != 1) {
            throw new AssertionError("clouds on the class path: " + found);
        }
        return found.get(0);
    }

    private static CloudContext context(Identity identity, Optional<Interceptor> transport) {
        return new CloudContext() {
            @Override
            public Identity identity() {
                return identity;
            }

            @Override
            public String account() {
                return "main";
            }

            @Override
            public <T> Optional<T> provided(Class<T> type) {
                return type == Interceptor.class ? transport.map(type::cast) : Optional.empty();
            }
        };
    }

    Cloud cloud() {
        return cloud;
    }

    LoadBalancerReads reads() {
        return cloud.port(LoadBalancerReads.class).orElseThrow();
    }

    LoadBalancerWrites writes() {
        return cloud.port(LoadBalancerWrites.class).orElseThrow();
    }

    @Override
    public void close() {
        cloud.close();
    }
}
