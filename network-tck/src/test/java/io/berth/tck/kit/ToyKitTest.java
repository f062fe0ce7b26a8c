package io.berth.tck.kit;

/** The toy passes the whole kit. */
final class ToyKitTest extends PluginKit {
    @Override
    protected PluginFixture fixture() {
        return ToyFixture.toy();
    }
}
