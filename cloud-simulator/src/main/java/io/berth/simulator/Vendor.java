package io.berth.simulator;

/** The far side of a cloud: every request gets the vendor's own answer. Safe for several threads. */
public interface Vendor {
    /** Never throws for what the request says: a wrong one gets the vendor's error. */
    VendorReply answer(VendorRequest request);

    /** The vendor-specific name of what is asked for: {@code CreateListener}. */
    String action(VendorRequest request);

    /** Whether the action changes nothing. */
    boolean isRead(VendorRequest request);

    /** Answer to who asks too often. */
    VendorReply throttled(VendorRequest request);

    /** Answer of a vendor that is down. */
    VendorReply unavailable(VendorRequest request);
}
