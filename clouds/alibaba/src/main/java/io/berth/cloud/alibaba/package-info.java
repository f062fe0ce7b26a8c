/** Alibaba Cloud as Berth sees it. */
@NullMarked
package io.berth.cloud.alibaba;

import org.jspecify.annotations.NullMarked;
