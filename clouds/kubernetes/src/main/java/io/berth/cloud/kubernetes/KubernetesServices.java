package io.berth.cloud.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.spi.NetworkException;
import io.berth.spi.cloud.loadbalancer.Page;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceSelection;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.ServiceWrites;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Services over fabric8. A Service is changed as it was read a moment before, so that nothing of it gets lost. */
final class KubernetesServices implements ServiceReads, ServiceWrites {
    private static final long PAGE = 500;

    private final KubernetesClient client;

    KubernetesServices(KubernetesClient client) {
        this.client = requireNonNull(client, "client is null");
    }

    @Override
    public Optional<ServiceView> service(String namespace, String name) {
        return Optional.ofNullable(read(namespace, name)).map(ServiceObjects::view);
    }

    private @Nullable Service read(String namespace, String name) {
        try {
            return client.services().inNamespace(namespace).withName(name).get();
        } catch (RuntimeException e) {
            throw KubernetesFaults.ofRead(e, "get", in(namespace));
        }
    }

    /** Not every server knows every selector: what does not belong into the answer is left out here. */
    @Override
    public Page<ServiceView> services(ServiceSelection which, Optional<String> token) {
        ListOptionsBuilder part = new ListOptionsBuilder().withLimit(PAGE);
        token.ifPresent(part::withContinue);
        ServiceList answer;
        try {
            answer = selected(which).list(part.build());
        } catch (RuntimeException e) {
            throw KubernetesFaults.ofRead(
                    e, "list", which.namespace().map(KubernetesServices::in).orElse("of all namespaces"));
        }
        List<ServiceView> services = answer.getItems().stream()
                .map(ServiceObjects::view)
                .filter(which::takes)
                .toList();
        String next = answer.getMetadata() == null ? null : answer.getMetadata().getContinue();
        return new Page<>(services, Optional.ofNullable(next).filter(text -> !text.isEmpty()));
    }

    private FilterWatchListDeletable<Service, ServiceList, ServiceResource<Service>> selected(ServiceSelection which) {
        FilterWatchListDeletable<Service, ServiceList, ServiceResource<Service>> all =
                which.namespace().isPresent()
                        ? client.services().inNamespace(which.namespace().get())
                        : client.services().inAnyNamespace();
        FilterWatchListDeletable<Service, ServiceList, ServiceResource<Service>> some = all.withLabels(which.with());
        for (var label : which.without().entrySet()) {
            some = some.withoutLabel(label.getKey(), label.getValue());
        }
        return some;
    }

    @Override
    public ServiceView create(ServiceDraft draft) {
        return written(
                "create",
                draft.namespace(),
                () -> client.services()
                        .inNamespace(draft.namespace())
                        .resource(ServiceObjects.create(draft))
                        .create());
    }

    @Override
    public ServiceView replace(ServiceDraft draft, String uid, String resourceVersion) {
        Service read = require(draft.namespace(), draft.name(), uid);
        if (!resourceVersion.equals(read.getMetadata().getResourceVersion())) {
            throw KubernetesFaults.conflict(
                    "Service %s/%s has changed since it was looked at".formatted(draft.namespace(), draft.name()));
        }
        return written(
                "update",
                draft.namespace(),
                () -> client.services()
                        .inNamespace(draft.namespace())
                        .resource(ServiceObjects.merged(draft, read))
                        .update());
    }

    @Override
    public void delete(String namespace, String name, String uid) {
        Service read = require(namespace, name, uid);
        try {
            var unused = client.services()
                    .inNamespace(namespace)
                    .resource(read)
                    .lockResourceVersion(read.getMetadata().getResourceVersion())
                    .delete();
        } catch (RuntimeException e) {
            throw KubernetesFaults.ofWrite(e, "delete", in(namespace));
        }
    }

    private Service require(String namespace, String name, String uid) {
        Service read = read(namespace, name);
        if (read == null || !uid.equals(read.getMetadata().getUid())) {
            throw KubernetesFaults.conflict("Service %s/%s of UID %s is gone".formatted(namespace, name, uid));
        }
        return read;
    }

    private static ServiceView written(String verb, String namespace, Supplier<Service> request) {
        Service answer;
        try {
            answer = request.get();
        } catch (NetworkException e) {
            throw e;
        } catch (RuntimeException e) {
            throw KubernetesFaults.ofWrite(e, verb, in(namespace));
        }
        return ServiceObjects.view(answer);
    }

    private static String in(String namespace) {
        return "in namespace '%s'".formatted(namespace);
    }
}
