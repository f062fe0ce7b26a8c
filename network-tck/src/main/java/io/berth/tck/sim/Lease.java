package io.berth.tck.sim;

/** The Lease object, as the API server has it. */
final class Lease {
    private String holder = "";
    private long version = 1;

    String holder() {
        return holder;
    }

    long version() {
        return version;
    }

    void hold(String by) {
        holder = by;
        version++;
    }
}
