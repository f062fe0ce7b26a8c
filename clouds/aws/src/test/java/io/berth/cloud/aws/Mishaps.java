package io.berth.cloud.aws;

import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A vendor with whom the next request goes wrong, in a way that is chosen. */
class Mishaps implements Vendor {
    private final Vendor vendor;
    private Optional<VendorReply> next = Optional.empty();
    private Optional<CountDownLatch> gate = Optional.empty();

    Mishaps(Vendor vendor) {
        this.vendor = vendor;
    }

    /** The next request is done, and gets this reply. */
    synchronized void reply(VendorReply reply) {
        next = Optional.of(reply);
    }

    /** Until this latch is down, every request is done, and gets no reply. */
    synchronized void hold(CountDownLatch latch) {
        gate = Optional.of(latch);
    }

    @Override
    public VendorReply answer(VendorRequest request) {
        VendorReply own = vendor.answer(request);
        Optional<CountDownLatch> held;
        VendorReply reply;
        synchronized (this) {
            reply = next.orElse(own);
            next = Optional.empty();
            held = gate;
        }
        held.ifPresent(Mishaps::await);
        return reply;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
