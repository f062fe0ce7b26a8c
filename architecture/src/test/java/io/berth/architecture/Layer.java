package io.berth.architecture;

import java.util.List;

/**
 * A part of Berth, and which other parts its main code may name.
 *
 * @param root its package; all below belongs to it
 */
record Layer(String root, List<String> mayName) {
    private static final String SPI = "io.berth.spi";
    private static final String RUNTIME = "io.berth.runtime";

    /** Plugins, like clouds, are one layer here; that they do not name each other is a rule of its own. */
    static final List<Layer> ALL = List.of(
            new Layer(SPI, List.of()),
            new Layer(RUNTIME, List.of(SPI)),
            new Layer("io.berth.plugin", List.of(SPI)),
            new Layer("io.berth.cloud", List.of(SPI)),
            new Layer("io.berth.tck", List.of(SPI, RUNTIME)),
            new Layer("io.berth.localcluster", List.of(SPI, RUNTIME)),
            new Layer("io.berth.simulator", List.of()),
            new Layer("io.berth.operator", List.of("io.berth")));

    boolean owns(String packageName) {
        return isIn(packageName, root);
    }

    boolean mayName(String packageName) {
        return owns(packageName) || mayName.stream().anyMatch(other -> isIn(packageName, other));
    }

    static boolean isIn(String packageName, String root) {
        return packageName.equals(root) || packageName.startsWith(root + ".");
    }

    @Override
    public String toString() {
        return root;
    }
}
