/** The demo's clouds: the vendors' rules as models, reached over HTTP as the vendors are. */
@NullMarked
package io.berth.operator.demo.clouds;

import org.jspecify.annotations.NullMarked;
