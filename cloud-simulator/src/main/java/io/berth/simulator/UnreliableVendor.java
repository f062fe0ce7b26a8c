package io.berth.simulator;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A vendor in all weathers: requests are throttled, answers get lost, writes arrive late. */
public final class UnreliableVendor implements Vendor {
    private record Late(long at, VendorRequest request) {}

    private final Vendor vendor;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final List<Late> underWay = new ArrayList<>();
    private Weather weather = Weather.FAIR;

    public UnreliableVendor(Vendor vendor, LongSupplier nanos, RandomGenerator random) {
        this.vendor = requireNonNull(vendor, "vendor is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.random = requireNonNull(random, "random is null");
    }

    public synchronized void weather(Weather now) {
        weather = requireNonNull(now, "weather is null");
    }

    /** Lets late writes arrive whose time has come. Every request does so too. */
    public synchronized void settle() {
        long now = nanos.getAsLong();
        List<Late> due = underWay.stream().filter(late -> late.at() - now <= 0).toList();
        underWay.removeAll(due);
        due.forEach(late -> vendor.answer(late.request()));
    }

    @Override
    public synchronized VendorReply answer(VendorRequest request) {
        settle();
        if (weather.down()) {
            return vendor.unavailable(request);
        }
        if (happens(weather.throttled())) {
            return vendor.throttled(request);
        }
        if (!happens(weather.lost())) {
            return vendor.answer(request);
        }
        if (!vendor.isRead(request)) {
            switch (random.nextInt(3)) {
                case 0 -> vendor.answer(request);
                case 1 -> {}
                default -> underWay.add(new Late(nanos.getAsLong() + upTo(weather.late()), request));
            }
        }
        return VendorReply.LOST;
    }

    private boolean happens(int ofAHundred) {
        return ofAHundred > 0 && random.nextInt(100) < ofAHundred;
    }

    private long upTo(Duration most) {
        return most.isZero() ? 0 : random.nextLong(most.toNanos() + 1);
    }

    @Override
    public String action(VendorRequest request) {
        return vendor.action(request);
    }

    @Override
    public boolean isRead(VendorRequest request) {
        return vendor.isRead(request);
    }

    @Override
    public VendorReply throttled(VendorRequest request) {
        return vendor.throttled(request);
    }

    @Override
    public VendorReply unavailable(VendorRequest request) {
        return vendor.unavailable(request);
    }
}
