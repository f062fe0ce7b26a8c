/**
 * The clouds' rules as models in memory. A {@link io.berth.simulator.Vendor} answers the requests of a vendor's SDK as the
 * vendor would: in memory, or over HTTP by {@link io.berth.simulator.VendorServer}.
 */
@NullMarked
package io.berth.simulator;

import org.jspecify.annotations.NullMarked;
