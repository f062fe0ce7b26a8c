@NullMarked
package io.berth.plugin.clb.service;

import org.jspecify.annotations.NullMarked;
