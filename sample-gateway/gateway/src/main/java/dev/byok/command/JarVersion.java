package dev.byok.command;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar was built with. */
final class JarVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = JarVersion.class.getPackage().getImplementationVersion();
        return new String[] {"byok " + (version == null ? "(not out of its jar)" : version)};
    }
}
