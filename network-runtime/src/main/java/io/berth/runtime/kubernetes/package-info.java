/**
 * The engine's ports over fabric8's client. The client is the host's: nothing here chooses its HTTP transport, closes it
 * or relies on its repetitions, which the adapters switch off for their own requests.
 */
@NullMarked
package io.berth.runtime.kubernetes;

import org.jspecify.annotations.NullMarked;
