/** What the inner operations cost. Times are reported and never asserted: machines differ, and are shared. */
@NullMarked
package io.berth.bench;

import org.jspecify.annotations.NullMarked;
