/** The cluster's own objects as a cloud. */
@NullMarked
package io.berth.cloud.kubernetes;

import org.jspecify.annotations.NullMarked;
