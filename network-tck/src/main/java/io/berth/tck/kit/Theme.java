package io.berth.tck.kit;

import static java.util.Objects.requireNonNull;

/** What the rules are about; each is one group of tests. */
public enum Theme {
    CONFIG("settings and parameters"),
    PROPOSE("proposals, keys and the text of claims"),
    DECIDE("observations and decisions"),
    RECONCILE("the way to Ready, and staying there"),
    RELEASE("letting go"),
    RESTART("a new engine over the same cluster"),
    CRASH("the end of a process at any call"),
    CONCURRENCY("many pods, two engines, one far side");

    private final String about;

    Theme(String about) {
        this.about = requireNonNull(about, "about is null");
    }

    @Override
    public String toString() {
        return about;
    }
}
