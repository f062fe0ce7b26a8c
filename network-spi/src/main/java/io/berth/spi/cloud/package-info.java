/** What a cloud's jar provides: its network types, and the narrow ports through which plugins reach its far side. */
@NullMarked
package io.berth.spi.cloud;

import org.jspecify.annotations.NullMarked;
