package io.berth.plugin.clb.service;

import io.berth.tck.kit.PluginFixture;
import io.berth.tck.kit.PluginKit;
import io.berth.tck.service.PlayedForm;

/** The whole kit. */
final class ExternalIpsKitTest extends PluginKit {
    @Override
    protected PluginFixture fixture() {
        return new ServiceFixture(PlayedForm.EXTERNAL_IPS);
    }
}
