package io.berth.spi.cloud.service;

import io.berth.spi.WritePort;

/**
 * What a cluster can be told of its Services. One change a method, from several threads, never repeated, never waiting
 * for what others make of it. Every fault is a {@link io.berth.spi.NetworkException}: {@code CONFLICT} where a Service is
 * there already, is gone, or is not as it was seen; {@code INVALID} where the API server refuses the content;
 * {@code DENIED} naming the verb and the resource, or the admission rule; {@code OUTCOME_UNKNOWN} where the request may
 * have been done.
 */
public interface ServiceWrites extends WritePort {
    /** {@code CONFLICT} where any Service of that name is there. */
    ServiceView create(ServiceDraft draft);

    /**
     * Makes what the draft names so, and leaves the rest as it is; the Service is read for that, in a request more.
     *
     * @param uid of the Service that was seen
     * @param resourceVersion as it was seen: {@code CONFLICT} where it has changed since, or is another one
     */
    ServiceView replace(ServiceDraft draft, String uid, String resourceVersion);

    /** {@code CONFLICT} where it is gone, or another one. It may stay for a while, until its finalizers are gone. */
    void delete(String namespace, String name, String uid);
}
