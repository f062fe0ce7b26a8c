/** Volcengine as Berth sees it. */
@NullMarked
package io.berth.cloud.volcengine;

import org.jspecify.annotations.NullMarked;
