package io.berth.runtime;

import static java.util.Objects.requireNonNull;

import io.berth.spi.config.NameValue;
import java.util.List;

/**
 * One configured account of a cloud.
 *
 * @param account the name that pools are known by; never a credential
 */
public record CloudAccount(String cloud, String account, List<NameValue> settings) {
    public CloudAccount {
        requireNonNull(cloud, "cloud is null");
        requireNonNull(account, "account is null");
        settings = List.copyOf(settings);
    }

    /** Settings may be secret. */
    @Override
    public String toString() {
        return "CloudAccount[cloud=" + cloud + ", account=" + account + "]";
    }
}
