package io.berth.spi.cloud;

/**
 * What a cloud can be told to do: an interface that extends this one, each method one vendor request. A {@link
 * io.berth.spi.Command} is handed nothing else.
 */
public interface WritePort {}
