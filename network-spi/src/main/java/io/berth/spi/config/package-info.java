/** From repeated name and value pairs to records: every problem at once, nothing unknown let through. */
@NullMarked
package io.berth.spi.config;

import org.jspecify.annotations.NullMarked;
