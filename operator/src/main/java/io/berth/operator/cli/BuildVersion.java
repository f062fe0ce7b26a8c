package io.berth.operator.cli;

import picocli.CommandLine.IVersionProvider;

/** The version as the jar's manifest has it. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return new String[] {"berth " + (version == null ? "(not from a jar)" : version)};
    }
}
