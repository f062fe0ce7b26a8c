package io.berth.simulator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A vendor that remembers what it was asked. */
public final class CountingVendor implements Vendor {
    private final Vendor vendor;
    private final List<Call> calls = new ArrayList<>();

    public CountingVendor(Vendor vendor) {
        this.vendor = requireNonNull(vendor, "vendor is null");
    }

    @Override
    public VendorReply answer(VendorRequest request) {
        VendorReply reply = vendor.answer(request);
        synchronized (calls) {
            calls.add(new Call(vendor.action(request), request, reply));
        }
        return reply;
    }

    /** In the order in which they were answered. */
    public List<Call> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** How often each action was asked for since the last {@link #forget}. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        calls().forEach(call -> counts.merge(call.action(), 1, Integer::sum));
        return counts;
    }

    public void forget() {
        synchronized (calls) {
            calls.clear();
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
