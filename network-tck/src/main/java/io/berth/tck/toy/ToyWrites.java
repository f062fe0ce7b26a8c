package io.berth.tck.toy;

import io.berth.spi.Protocol;
import io.berth.spi.WritePort;
import java.util.List;

/** What the toy's far side can be told to do. */
public interface ToyWrites extends WritePort {
    /** Returns the id, which the far side chooses. */
    String createGroup(String balancer, String mark);

    void createListener(String balancer, ToyApi.Listener listener);

    /** All or none. */
    void bind(String balancer, List<ToyApi.Binding> bindings);

    void unbind(String balancer, String groupId, String interfaceId);

    /** Only the one that leads to this group, not another that has come to its place. */
    void deleteListener(String balancer, Protocol protocol, int port, String groupId);

    /** Only a group without backends that no listener uses. */
    void deleteGroup(String balancer, String groupId);
}
