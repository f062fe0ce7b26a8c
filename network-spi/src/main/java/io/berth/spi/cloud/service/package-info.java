/**
 * What plugins ask of a cluster whose Services are served by somebody else: by the cloud's own controller, which makes
 * listeners of them, by kube-proxy, or both. One Service for each pod.
 */
@NullMarked
package io.berth.spi.cloud.service;

import org.jspecify.annotations.NullMarked;
