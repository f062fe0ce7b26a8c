package io.berth.tck.toy;

import io.berth.spi.Effect;
import io.berth.spi.FarWriter;
import io.berth.spi.PodRef;
import io.berth.spi.PoolId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Binds several pods of one balancer in one request. */
record ToyBind(PoolId pool, List<One> all) implements Effect<ToyFacts> {
    record One(String groupId, String interfaceId, String ip, int port, PodRef pod, Set<String> changedBefore) {}

    ToyBind {
        all = List.copyOf(all);
    }

    @Override
    public Optional<ToyFacts> run(FarWriter far) {
        far.send(new ToyCalls.Bind(
                pool,
                all.stream()
                        .map(one -> new ToyApi.Binding(
                                one.groupId(),
                                new ToyApi.Backend(
                                        one.interfaceId(),
                                        one.ip(),
                                        one.port(),
                                        ToyMark.of(far.identity(), one.pod()).toString())))
                        .toList()));
        Set<String> changed = new TreeSet<>();
        all.forEach(one -> {
            changed.add(one.groupId());
            changed.addAll(one.changedBefore());
        });
        return Optional.of(ToyFacts.changed(changed));
    }

    @Override
    public Effect<ToyFacts> and(Effect<ToyFacts> other) {
        List<One> together = new ArrayList<>(all);
        together.addAll(((ToyBind) other).all());
        return new ToyBind(pool, together);
    }
}
